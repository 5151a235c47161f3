import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { must, root } from './run.mjs'

/** @throws Error when this Node is older than package.json asks for. */
export function requireNode() {
  const { engines } = readJson('package.json')
  const wanted = engines.node.replace('>=', '')
  const [major, minor] = wanted.split('.').map(Number)
  const [ourMajor, ourMinor] = process.versions.node.split('.').map(Number)
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return
  throw new Error(`Bonafide needs Node.js ${wanted} or newer; this is ${process.versions.node}.`)
}

/** Installs exactly what the lock file says, when something of it is missing. */
export async function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing dependencies …')
  await must('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { show: true })
}

/** Compares content, not dates: a checkout that touches the lock file changes nothing. Optional packages belong to other platforms. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false
  const present = readJson('node_modules/.package-lock.json').packages
  return Object.entries(readJson('package-lock.json').packages).every(([path, wanted]) => {
    if (path === '' || wanted.optional || wanted.devOptional || !path.includes('node_modules/')) return true
    return wanted.link ? existsSync(join(root, path)) : present[path]?.version === wanted.version
  })
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}
