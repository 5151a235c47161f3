import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { missingPlatformPackages } from './complete-lock.mjs'
import { root } from './run.mjs'

/**
 * OPS-39: below these versions are known holes. A list names one floor per major line; a major that is older than all of them is refused,
 * a newer one is allowed.
 */
const floors = {
  '@apollo/server': ['5.5.0'],
  graphql: ['16.15.0', '17.1.0'],
  next: ['15.5.21', '16.3.5'],
  react: ['19.2.6'],
  'react-dom': ['19.2.6'],
  undici: ['6.24.0', '7.24.0'],
}

/** They expand entities, merge duplicates or drop leading zeros; the one XML answer that we read has a strict reader of its own. */
const refusedPackages = ['fast-xml-parser', 'xml2js', 'libxmljs', 'libxmljs2', 'sax-wasm', 'node-expat']

/** Each returns sentences about what is wrong. */
export const lockRules = {
  'lock file names no registry': (packages) =>
    paths(packages, (entry) => /^(https?|git)/.test(entry.resolved ?? '')).map((path) => `${path} names where it was downloaded from`),

  'lock file carries integrity': (packages) =>
    paths(
      packages,
      (entry, path) => path.includes('node_modules/') && !entry.link && !entry.optional && !entry.integrity && !entry.inBundle,
    ).map((path) => `${path} has no integrity`),

  'lock file is complete': (packages) =>
    Object.keys(missingPlatformPackages(packages)).map((path) => `${path} is missing: npm run fix-lock`),

  'OPS-39 dependency floors': (packages) =>
    named(packages, floors)
      .filter(([name, version]) => isBelow(version, floors[name]))
      .map(([name, version]) => `${name} ${version} is below ${floors[name].join(' or ')}`),

  'OPS-39 no XML parser in production': (packages) =>
    paths(packages, (entry, path) => !entry.dev && refusedPackages.some((name) => path.endsWith(`node_modules/${name}`))).map(
      (path) => `${path} is an XML parser`,
    ),

  'OPS-40 install scripts are listed': (packages) => {
    const listed = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).allowScripts ?? {})
    return paths(packages, (entry) => entry.hasInstallScript)
      .filter((path) => !listed.some((name) => path.endsWith(`node_modules/${name}`)))
      .map((path) => `${path} runs a script at install: look at it, then list it in allowScripts`)
  },
}

export function lockedPackages() {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
}

function paths(packages, wanted) {
  return Object.keys(packages).filter((path) => wanted(packages[path], path))
}

function named(packages, table) {
  return Object.entries(packages).flatMap(([path, { version }]) => {
    const name = path.split('node_modules/').at(-1)
    return path.includes('node_modules/') && table[name] && version ? [[name, version]] : []
  })
}

/** The floor of the same major line counts; without one, the newest line's. */
function isBelow(version, lines) {
  const floor = lines.find((line) => parse(line)[0] === parse(version)[0]) ?? lines.at(-1)
  const [ours, least] = [parse(version), parse(floor)]
  const difference = ours.findIndex((part, index) => part !== least[index])
  return difference !== -1 && ours[difference] < least[difference]
}

function parse(version) {
  return version.split('-')[0].split('.').map(Number)
}
