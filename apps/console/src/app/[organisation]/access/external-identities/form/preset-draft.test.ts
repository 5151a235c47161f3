import { type OidcPreset, oidcPresets } from '@bonafide/identity-providers/forms'
import { expect, test } from 'vitest'
import { platformGroups, platformOf } from '../platforms.ts'
import { emptyDraft } from './draft.ts'
import { answerTo, askedOf, draftOfAnswers, editedByHand, problemsOfAnswers, refilled } from './preset-draft.ts'
import { readDraft } from './read-draft.ts'

const audience = 'https://bonafide.example'
const presetOf = (id: string): OidcPreset => {
  const preset = oidcPresets.find((one) => one.id === id)
  if (!preset) throw new Error(`There is no preset ${id}.`)
  return preset
}
const github = presetOf('github-actions')
const answers = { owner: 'acme', repository: 'shop', ref: 'main' }
const filled = draftOfAnswers(github, answers, audience)
const askedNames = (given: Record<string, string>) => askedOf(github, given).map(({ name }) => name)

test('every preset but the generic one has a card, which says the same', () => {
  const cards = platformGroups.flatMap(({ platforms }) => platforms)
  const said = oidcPresets.filter(({ id }) => id !== 'generic')
  const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id)
  expect([...cards].sort(byId)).toEqual(said.map(({ id, name, description, icon }) => ({ id, name, description, icon })).sort(byId))
  expect(platformOf('github-actions')?.name).toBe('GitHub Actions')
  for (const unknown of ['generic', 'constructor', '', null]) expect(platformOf(unknown)).toBeUndefined()
})

test('a question that depends on another is asked when that one says so, from its first choice on', () => {
  expect(askedNames({})).toContain('ref')
  expect(askedNames({})).not.toContain('environment')
  expect(askedNames({ restrictTo: 'environment' })).toContain('environment')
  expect(askedNames({ restrictTo: 'environment' })).not.toContain('ref')
  expect(askedNames({ restrictTo: 'any' })).not.toContain('ref')
  const restrictTo = github.fields.find(({ name }) => name === 'restrictTo')
  expect(restrictTo && answerTo(restrictTo, {})).toBe('branch')
})

test('what is wrong with an answer is a sentence with the name of its question', () => {
  const problems = problemsOfAnswers(github, github.compile({ ...answers, owner: 'acme*', ref: '' }, { audience: '*' }))
  expect(problems).toEqual({
    owner: 'Owner must be the name of an owner: letters, digits and dashes.',
    ref: 'Name of the branch or tag must be answered.',
  })
  expect(problemsOfAnswers(github, github.compile(answers, { audience: 'https://*' })).audience).toMatch(/^Audience must be exact/)
  expect(problemsOfAnswers(github, github.compile(answers, { audience }))).toEqual({})
})

test('answers become an identity that can be saved, with a name; unfinished ones become nothing', () => {
  const { input } = readDraft('oidc', filled)
  expect(input).toMatchObject({
    name: 'github-actions acme shop main',
    config: { audiences: [audience], subjects: ['repo:acme/shop:ref:refs/heads/main'], algorithms: ['RS256'], singleUse: 'JTI' },
  })
  expect(draftOfAnswers(github, { ...answers, owner: 'acme*' }, audience)).toEqual(emptyDraft('oidc'))
  expect(draftOfAnswers(github, answers, '')).toEqual(emptyDraft('oidc'))
})

test('the address of an issuer is no part of the proposed name', () => {
  const kubernetes = presetOf('kubernetes')
  const given = { issuer: 'https://oidc.example.org/cluster', namespace: 'shop', serviceAccount: 'checkout' }
  expect(draftOfAnswers(kubernetes, given, audience).name).toBe('kubernetes shop checkout')
})

test('rules that nobody edited follow the answers, and lose what the new answers do not say', () => {
  const withNumbers = draftOfAnswers(github, { ...answers, ownerId: '9876543', repositoryId: '123456789' }, audience)
  expect(editedByHand(withNumbers, withNumbers)).toEqual([])
  expect(refilled(withNumbers, filled, withNumbers)).toEqual(filled)
  expect(refilled(filled, emptyDraft('oidc'), filled)).toEqual(emptyDraft('oidc'))
})

test('what was written by hand stays when the rest is filled in anew', () => {
  const mine = { ...filled, name: 'deploys', config: { ...filled.config, claims: ['actor = ada'] } }
  expect(editedByHand(filled, mine).map(({ path }) => path)).toEqual(['config.claims'])
  const next = draftOfAnswers(github, { ...answers, ref: 'next' }, audience)
  const result = refilled(filled, next, mine)
  expect(result.name).toBe('deploys')
  expect(result.config.claims).toEqual(['actor = ada'])
  expect(result.config.subjects).toEqual(['repo:acme/shop:ref:refs/heads/next'])
  // It stays a hand edit, however often the rest is filled in.
  expect(editedByHand(next, result).map(({ path }) => path)).toEqual(['config.claims'])
})

test('what came by a link is not overwritten either', () => {
  const empty = emptyDraft('oidc')
  const linked = { ...empty, config: { ...empty.config, subjects: ['ada'] } }
  expect(refilled(empty, filled, linked).config).toMatchObject({ subjects: ['ada'], issuer: filled.config.issuer })
})

test('the configuration can be asked about while the name is still missing', () => {
  expect(readDraft('oidc', { ...filled, name: '' })).toMatchObject({ input: undefined, configInput: { issuer: filled.config.issuer } })
  expect(readDraft('oidc', emptyDraft('oidc')).configInput).toBeUndefined()
})
