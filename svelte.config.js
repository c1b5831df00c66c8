/** Read by Vite's plugin, svelte-check and the editor. */
export default { compilerOptions: { runes: true } }
