/**
 * What `kubectl completion SHELL` prints. Our bash asks programs themselves what may come next, so the script only has to name the
 * function that ~/.bashrc binds to aliases.
 */
const scripts: Readonly<Record<string, string>> = {
  bash: `
# bash completion for kubectl
__start_kubectl()
{
    COMPREPLY=()
}

if [[ $(type -t compopt) = "builtin" ]]; then
    complete -o default -F __start_kubectl kubectl
else
    complete -o default -o nospace -F __start_kubectl kubectl
fi
`,
  zsh: '#compdef kubectl\ncompdef _kubectl kubectl\n',
  fish: '\n# fish completion for kubectl\ncomplete -c kubectl\n',
  powershell: '# powershell completion for kubectl\n',
}

export const completionScript = (shell: string): string | undefined => (Object.hasOwn(scripts, shell) ? scripts[shell] : undefined)
