// Finds a Chromium that is installed and starts it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const find = () =>
  [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', chromium.executablePath()].find(
    (path) => path && existsSync(path),
  )

const install = () => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update'], quiet)
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet)
  return find()
}

/** Starts Chromium without a window; throws one line on what to install if there is none. */
export const launch = () => {
  const executablePath = find() ?? install()
  if (!executablePath)
    throw new Error(
      'Expected a Chromium but found none: install one (`apt-get install chromium`, `npx playwright install chromium`) or name it by CHROMIUM_PATH.',
    )
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
}
