/** One command a line; what goes on over several lines (a heredoc, a loop, a backslash) stays together. */
export function commandsOf(text: string): readonly string[] {
  const lines = text.replace(/\n+$/, '').split('\n')
  if (/<<-?\s*['"]?\w|^\s*(for|while|until|if|case)\b/m.test(text)) return [text.replace(/\n+$/, '')]
  const commands: string[] = []
  let open = false
  for (const line of lines) {
    const last = commands.length - 1
    if (open) commands[last] = `${commands[last]}\n${line}`
    else if (line.trim() !== '' && !line.startsWith('#')) commands.push(line.replace(/^\$ /, ''))
    open = line.endsWith('\\')
  }
  return commands
}
