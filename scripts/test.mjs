// `npm test`: from a bare clone to one line that says how many checks and tests passed and failed.
// --unit and --e2e run one part, --no-check leaves the checks out.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from './browser.mjs'
import { buildAll } from './build.mjs'
import { runChecks } from './check.mjs'
import { ensureInstalled, requireNode } from './install.mjs'
import { fail, installed, must, root, run } from './run.mjs'
import { isBuilt } from './stamp.mjs'

const flags = new Set(process.argv.slice(2))
const everything = !flags.has('--unit') && !flags.has('--e2e')
const scratch = mkdtempSync(join(tmpdir(), 'bonafide-test-results-'))

const parts = [
  ['Checks', everything && !flags.has('--no-check'), () => runChecks()],
  ['Generated code', flags.has('--unit') || flags.has('--no-check'), generate],
  ['Build', everything || flags.has('--e2e'), build],
  ['Tests', everything || flags.has('--unit'), vitest],
  ['Tests in a browser', everything || flags.has('--e2e'), playwright],
]

async function generate() {
  await must(installed('tsx'), ['codegen.ts'])
  return { passed: 0, failed: 0 }
}

async function build() {
  if (!isBuilt()) await buildAll()
  return { passed: 1, failed: 0 }
}

async function vitest() {
  const report = join(scratch, 'vitest.json')
  const { ok } = await run(installed('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
    show: true,
  })
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that cannot even be loaded has no test that could fail.
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return consistent(ok, { passed: numPassedTests, failed: numFailedTests + brokenFiles.length, skipped: numPendingTests })
}

async function playwright() {
  if (!existsSync(join(root, 'playwright.config.ts'))) {
    console.log('There is no playwright.config.ts, so no test runs in a browser.')
    return { passed: 0, failed: 0 }
  }
  const report = join(scratch, 'playwright.json')
  const env = { CHROMIUM_PATH: await findBrowser(), PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const { ok } = await run(installed('playwright'), ['test', '--reporter=list,json'], { show: true, env })
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { stats, errors } = JSON.parse(readFileSync(report, 'utf8'))
  // A flaky test is a failed one: what passes only sometimes is broken.
  return consistent(ok, { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped })
}

/** A runner that failed without naming a test (an unhandled error, no test found) has failed all the same. */
function consistent(ok, counts) {
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** A part that cannot run at all counts as one failure, and the others still run. */
async function runPart(name, action) {
  console.log(`\n── ${name}`)
  const start = Date.now()
  try {
    return await action()
  } catch (error) {
    console.log(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  } finally {
    console.log(`── ${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`)
  }
}

try {
  requireNode()
  await ensureInstalled()
} catch (error) {
  fail(error)
}

const total = { passed: 0, failed: 0, skipped: 0 }
for (const [name, wanted, action] of parts) {
  if (!wanted) continue
  const { passed, failed, skipped = 0 } = await runPart(name, action)
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

const stop = `import { stopTestServer } from './packages/database/src/testing.ts'; await stopTestServer()`
const stopped = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', stop])
if (!stopped.ok) console.log(`The PostgreSQL of the tests could not be stopped:\n${stopped.output}`)
rmSync(scratch, { recursive: true, force: true })
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed === 0 ? 0 : 1
