import { describe, expect, it } from 'vitest'
import { missingPlatformPackages } from './complete-lock.mjs'
import { lockRules } from './lock-rules.mjs'

describe('the lock file', () => {
  it.each([
    ['graphql', '16.14.9', false],
    ['graphql', '16.15.0', true],
    ['graphql', '17.0.4', false],
    ['graphql', '17.1.0', true],
    ['graphql', '15.9.0', false],
    ['next', '16.3.4', false],
    ['next', '15.5.21', true],
    ['undici', '8.0.0', true],
    ['undici', '5.28.4', false],
  ])('OPS-39 %s %s is accepted: %s', (name, version, accepted) => {
    const complaints = lockRules['OPS-39 dependency floors']({ [`node_modules/next/node_modules/${name}`]: { version } })
    expect(complaints.length === 0).toBe(accepted)
  })

  it('OPS-39 an XML parser is refused in production, not among tools', () => {
    const rule = lockRules['OPS-39 no XML parser in production']
    expect(rule({ 'node_modules/fast-xml-parser': { version: '5.0.0' } })).toHaveLength(1)
    expect(rule({ 'node_modules/fast-xml-parser': { version: '5.0.0', dev: true } })).toEqual([])
  })

  it('OPS-40 a dependency with a new install script is refused', () => {
    const rule = lockRules['OPS-40 install scripts are listed']
    expect(rule({ 'node_modules/worm': { version: '1.0.0', hasInstallScript: true } })).toHaveLength(1)
    expect(rule({ 'node_modules/tsx/node_modules/esbuild': { version: '1.0.0', hasInstallScript: true } })).toEqual([])
  })

  it('refuses entries that name a registry or carry no integrity', () => {
    const named = { 'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a.tgz', integrity: 'sha512-x' } }
    expect(lockRules['lock file names no registry'](named)).toHaveLength(1)
    expect(lockRules['lock file carries integrity']({ 'node_modules/a': { version: '1.0.0' } })).toHaveLength(1)
    expect(lockRules['lock file carries integrity']({ 'node_modules/@bonafide/core': { link: true, resolved: 'packages/core' } })).toEqual(
      [],
    )
  })
})

describe('completing the lock file', () => {
  const wanted = {
    version: '1.0.0',
    optionalDependencies: { '@tool/linux-x64-musl': '1.0.0', '@tool/darwin-arm64': '1.0.0', helper: '1.0.0' },
  }

  it('adds the platforms that are missing, and nothing that is for every platform', () => {
    expect(missingPlatformPackages({ 'node_modules/tool': { ...wanted, dev: true } })).toEqual({
      'node_modules/@tool/linux-x64-musl': { version: '1.0.0', dev: true, optional: true, cpu: ['x64'], os: ['linux'], libc: ['musl'] },
      'node_modules/@tool/darwin-arm64': { version: '1.0.0', dev: true, optional: true, cpu: ['arm64'], os: ['darwin'] },
    })
  })

  it('leaves a platform alone that is listed anywhere Node would look', () => {
    const packages = {
      'node_modules/a/node_modules/tool': wanted,
      'node_modules/@tool/linux-x64-musl': { version: '1.0.0' },
      'node_modules/a/node_modules/@tool/darwin-arm64': { version: '1.0.0' },
    }
    expect(missingPlatformPackages(packages)).toEqual({})
  })

  it('puts what a workspace asks for at the root', () => {
    const packages = { 'packages/database': { optionalDependencies: { '@postgres/windows-x64': '1.0.0' } } }
    expect(Object.keys(missingPlatformPackages(packages))).toEqual(['node_modules/@postgres/windows-x64'])
  })
})
