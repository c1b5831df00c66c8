/** What of a help text is fixed by the interface and not by its author's words. */
export const fixedParts = (text: string): readonly string[] => {
  const parts: string[] = []
  let section = ''
  for (const line of text.split('\n')) {
    const heading = /^([A-Z][A-Za-z ()&/]*):$/.exec(line)
    if (heading) section = heading[1]!
    else if (/^(KIND|VERSION|GROUP|FIELD|RESOURCE):/.test(line)) parts.push(line.replace(/\s+/g, ' '))
    else if (/^\s*[\w$-]+\t<.*>/.test(line)) parts.push(line)
    else if (section === 'Usage' && line.trim() !== '') parts.push(line)
    else if (/^\s+(-\w, )?--[\w-]+=.*:$/.test(line)) parts.push(line.trim())
    else if (/Commands|Subcommands/.test(section) && /^ {2}\S+/.test(line)) parts.push(line.trim().split(/\s+/)[0]!)
  }
  const flags = parts.filter((part) => /^(-\w, )?--/.test(part)).sort()
  return [...parts.filter((part) => !/^(-\w, )?--/.test(part)), ...flags]
}
