import { describe, expect, test } from 'vitest'
import { regionIn } from './aws-region.ts'
import { requireKey } from './changes.ts'
import { readEnvironment } from './env.ts'
import { shellQuote } from './formats.ts'
import { normaliseHost } from './host.ts'
import { pathsOf } from './paths.ts'
import { expandJsonFields } from './program.ts'

describe('the address of a server', () => {
  test('one spelling, path prefixes kept', () => {
    expect(normaliseHost('https://Bonafide.Example/')).toBe('https://bonafide.example')
    expect(normaliseHost('http://127.0.0.1:8080/vault//')).toBe('http://127.0.0.1:8080/vault')
  })
  test.each(['bonafide.example', 'file:///etc', 'javascript:alert(1)', 'https://user:secret@host', 'https://host/?a=b', ''])(
    '%s is refused',
    (text) => expect(() => normaliseHost(text)).toThrow(),
  )
})

describe('the region of AWS', () => {
  const config = '[default]\nregion = eu-west-1\n\n[profile deploy]\noutput=json\nregion=eu-central-1\ns3 =\n  region = nested\n'
  test('is the one of the profile', () => {
    expect(regionIn(config, 'default')).toBe('eu-west-1')
    expect(regionIn(config, 'deploy')).toBe('eu-central-1')
    expect(regionIn(config, 'other')).toBeUndefined()
  })
})

describe('where files are', () => {
  const environment = { ...readEnvironment(), home: '/home/ada', configHome: undefined, stateHome: 'relative/is/ignored' }
  test('XDG on Linux, a relative path ignored', () => {
    expect(pathsOf(environment, 'linux')).toEqual({
      config: '/home/ada/.config/bonafide/config.json',
      credentials: '/home/ada/.local/state/bonafide/credentials',
    })
    expect(pathsOf({ ...environment, configHome: '/c', stateHome: '/s' }, 'linux')).toEqual({
      config: '/c/bonafide/config.json',
      credentials: '/s/bonafide/credentials',
    })
  })
  test('Application Support on macOS', () => {
    expect(pathsOf(environment, 'darwin').config).toBe('/home/ada/Library/Application Support/bonafide/config.json')
  })
})

test('--json=fields is taken apart, but not behind --', () => {
  expect(expandJsonFields(['apps', 'list', '--json=id,name'])).toEqual(['apps', 'list', '--json', '--fields', 'id,name'])
  expect(expandJsonFields(['run', '--json=a', '--', 'x', '--json=b'])).toEqual(['run', '--json', '--fields', 'a', '--', 'x', '--json=b'])
})

test('names of secrets are names of variables', () => {
  for (const key of ['A', '_a1', 'x'.repeat(256)]) expect(() => requireKey(key)).not.toThrow()
  for (const key of ['', '1A', 'A-B', 'A B', 'É', 'A\n', 'x'.repeat(257)]) expect(() => requireKey(key)).toThrow()
})

test('a quoted word is one word', () => {
  expect(shellQuote(`it's $HOME`)).toBe(`'it'\\''s $HOME'`)
})
