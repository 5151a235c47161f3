// `npm run fix-lock`, after each `npm install`: npm leaves binaries of other platforms out of the lock file when the registry in use does
// not carry them. Then `npm ci` of npm 11 calls the lock file incomplete, and other platforms get no binaries. `--check` only looks.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

const lockPath = join(root, 'package-lock.json')

const systems = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  win32: 'win32',
  windows: 'win32',
}
const processors = {
  64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
}
const libraries = { gnu: 'glibc', musl: 'musl', musleabihf: 'musl', gnueabihf: 'glibc' }

/** The optional packages for one platform that some package asks for and the lock file does not list: path → entry. */
export function missingPlatformPackages(packages) {
  const missing = {}
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOf(name)
      if (!platform || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version) || isListed(packages, path, name)) continue
      const dev = entry.dev ? { dev: true } : {}
      missing[join(parentOf(path), 'node_modules', name).replaceAll('\\', '/')] = { version, ...dev, optional: true, ...platform }
    }
  }
  return missing
}

/** What a name like `@next/swc-linux-x64-musl` says about the machine it is for. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-')
  const first = (table) => words.map((word) => table[word]).find(Boolean)
  const [os, cpu, libc] = [first(systems), first(processors), first(libraries)]
  if (!os && cpu !== 'wasm32') return undefined
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(libc && os === 'linux' && { libc: [libc] }) }
}

/** Node looks for a package beside the one that asks, then upwards. */
function isListed(packages, path, name) {
  for (let place = path; ; place = parentOf(place)) {
    if (packages[place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`]) return true
    if (place === '') return false
  }
}

/** The package in whose node_modules this one lies; the root for workspaces. */
function parentOf(path) {
  return path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1))
}

if (process.argv[1] === import.meta.filename) {
  const lock = JSON.parse(readFileSync(lockPath, 'utf8'))
  const missing = missingPlatformPackages(lock.packages)
  const count = Object.keys(missing).length
  if (process.argv.includes('--check')) {
    console.log(count === 0 ? 'The lock file is complete.' : `The lock file lacks:\n${Object.keys(missing).join('\n')}`)
    process.exit(count === 0 ? 0 : 1)
  }
  const packages = Object.entries({ ...lock.packages, ...missing }).sort(([one], [other]) => one.localeCompare(other, 'en'))
  writeFileSync(lockPath, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
  console.log(`${count} packages of other platforms added to the lock file.`)
}
