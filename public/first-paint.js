// Runs before the first paint, so that theme and language never flash.
{
  let settings = {}
  try {
    settings = JSON.parse(localStorage.getItem('bottleship.settings') || '{}')
  } catch {}
  const light = matchMedia('(prefers-color-scheme: light)').matches
  const theme = settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : light ? 'light' : 'dark'
  document.documentElement.dataset.theme = theme
  document.documentElement.lang = settings.language || (navigator.language.startsWith('ko') ? 'ko' : 'en')
}
