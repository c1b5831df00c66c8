/** The two keys that the terminal and the editor leave to the page: F6 and the leader, Ctrl+; by its place on the keyboard. */
export const isLeader = (event: KeyboardEvent): boolean => event.ctrlKey && !event.altKey && !event.metaKey && event.code === 'Semicolon'
export const isPageKey = (event: KeyboardEvent): boolean => event.key === 'F6' || isLeader(event)
