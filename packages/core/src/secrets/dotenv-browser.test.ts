import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('the reader of .env files is small enough for browsers: it brings nothing but the vocabulary of errors', () => {
  const importsOf = (file: string) =>
    [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/from '([^']+)'/g)].map(([, name]) => name)
  expect(importsOf('./dotenv.ts')).toEqual(['../errors.ts'])
  expect(importsOf('../errors.ts')).toEqual([])
})
