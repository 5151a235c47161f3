// `npm run screenshots`: builds if need be, starts a server with demo data, and writes docs/screenshots/<page>-<theme>.png.
// Words after -- choose pages by a part of their name.
import { findBrowser } from './browser.mjs'
import { buildAll } from './build.mjs'
import { ensureInstalled, requireNode } from './install.mjs'
import { fail, installed, must } from './run.mjs'
import { isBuilt } from './stamp.mjs'

try {
  requireNode()
  await ensureInstalled()
  if (!isBuilt()) await buildAll()
  const chosen = process.argv.slice(2)
  const filter = chosen.length > 0 ? ['--grep', chosen.join('|')] : []
  const env = { CHROMIUM_PATH: await findBrowser() }
  await must(installed('playwright'), ['test', '--config', 'playwright.screenshots.config.ts', ...filter], { show: true, env })
} catch (error) {
  fail(error)
}
