// `npm run check`: everything that a tool can hold us to, without running the product. `npm run check -- types knip` runs a part.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, requireNode } from './install.mjs'
import { lockedPackages, lockRules } from './lock-rules.mjs'
import { fail, installed, root, run } from './run.mjs'

/** Name → what is wrong, as text; nothing when all is well. */
const checks = {
  codegen: codegenDrift,
  migrations: migrationDrift,
  biome: () => complaints('biome', ['ci', '--colors=off', '.']),
  boundaries: () => complaints('turbo', ['boundaries', '--no-color', '--dangerously-disable-package-manager-check']),
  ...Object.fromEntries(
    typescriptProjects().map((path) => [`types ${path || '.'}`, () => complaints('tsc', ['--noEmit', '-p', join(root, path)])]),
  ),
  knip: () => complaints('knip', ['--no-progress']),
  ...Object.fromEntries(Object.entries(lockRules).map(([name, rule]) => [name, () => rule(lockedPackages()).join('\n')])),
}

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function runChecks(wanted = []) {
  const counts = { passed: 0, failed: 0 }
  for (const [name, check] of Object.entries(checks)) {
    if (wanted.length > 0 && !wanted.some((word) => name.split(' ').includes(word))) continue
    const start = Date.now()
    const problem = await check()
    console.log(`${problem ? '✗' : '✓'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
    if (problem) console.log(problem.trimEnd().replace(/^/gm, '    '))
    counts[problem ? 'failed' : 'passed']++
  }
  return counts
}

async function complaints(command, list) {
  const { ok, code, output } = await run(installed(command), list)
  return ok ? '' : output || `${command} ended with ${code}`
}

/** The schema in the repository is the one that the code serves. */
async function codegenDrift() {
  const path = join(root, 'schema.graphql')
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const problem = await complaints('tsx', ['codegen.ts'])
  if (problem) return problem
  return existsSync(path) && readFileSync(path, 'utf8') === before ? '' : 'schema.graphql was not up to date; it is now: commit it'
}

/** The migrations in the repository make the tables that the code describes: generating on a copy adds nothing. */
async function migrationDrift() {
  const copy = 'node_modules/.cache/bonafide-migrations'
  rmSync(join(root, copy), { recursive: true, force: true })
  mkdirSync(join(root, copy), { recursive: true })
  cpSync(join(root, 'drizzle'), join(root, copy), { recursive: true })
  const before = filesIn(copy)
  const list = ['generate', '--dialect=postgresql', '--schema=./packages/database/src/tables', `--out=./${copy}`]
  const problem = await complaints('drizzle-kit', list)
  const added = filesIn(copy).filter((name) => !before.includes(name))
  rmSync(join(root, copy), { recursive: true, force: true })
  return problem || (added.length > 0 ? `The tables have changed: npm run migrations would add ${added.join(', ')}` : '')
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
}

/** The root and every workspace that has a tsconfig.json. */
function typescriptProjects() {
  const workspaces = ['apps', 'packages'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
  return ['', ...workspaces].filter((path) => existsSync(join(root, path, 'tsconfig.json')))
}

if (process.argv[1] === import.meta.filename) {
  try {
    requireNode()
    await ensureInstalled()
    const { passed, failed } = await runChecks(process.argv.slice(2))
    console.log(`${passed} passed, ${failed} failed`)
    process.exitCode = failed === 0 ? 0 : 1
  } catch (error) {
    fail(error)
  }
}
