import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createReviewerTokens } from './reviewer-tokens.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reviewers-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('JWT-58 the reviewer of one API server is for no other, and is read anew', async () => {
  const file = join(folder, 'token')
  const tokenFor = createReviewerTokens(new Map([['api.cluster.example:6443', file]]))
  await writeFile(file, 'first\n')
  expect(await tokenFor(new URL('https://api.cluster.example:6443'))).toBe('first')
  await writeFile(file, 'second')
  expect(await tokenFor(new URL('https://api.cluster.example:6443/'))).toBe('second')
  for (const other of ['https://api.cluster.example', 'https://api.cluster.example.evil.example:6443', 'https://other.example:6443'])
    expect(await tokenFor(new URL(other))).toBeUndefined()
})

it('a file without a token reviews nothing, and the workload does not stand in for it', async () => {
  const file = join(folder, 'empty')
  await writeFile(file, '\n')
  for (const path of [file, join(folder, 'missing')])
    await expect(createReviewerTokens(new Map([['a.example:443', path]]))(new URL('https://a.example'))).rejects.toMatchObject({
      failure: 'refused',
      message: 'The file with the token of the reviewer holds none',
    })
})
