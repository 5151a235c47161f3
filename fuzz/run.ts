import fc from 'fast-check'
import { arnMatcher } from './targets/arn-matcher.ts'
import { claimRules } from './targets/claim-rules.ts'
import { jwtWrapper } from './targets/jwt-wrapper.ts'
import { paths } from './targets/paths.ts'
import { signedRequests } from './targets/signed-requests.ts'
import { lifetimes } from './targets/ttl.ts'

/** What must be true of something that reads what strangers send, whatever they send; tells of each input that was tried. */
export type Target = (tried: () => void) => fc.IProperty<unknown> | fc.IProperty<[unknown, unknown]>

const targets = {
  'jwt-wrapper': jwtWrapper,
  'claim-rules': claimRules,
  'arn-matcher': arnMatcher,
  'signed-requests': signedRequests,
  ttl: lifetimes,
  paths,
}

/**
 * `npm run fuzz [-- name …] [--minutes 10] [--seed n]`: each target in turn, for so many minutes. A failure is told with the smallest input that
 * shows it and the seed that finds it again.
 */
function main(words: readonly string[]): void {
  const option = (name: string) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : undefined)
  const minutes = option('--minutes') ?? 10
  const seed = option('--seed') ?? Date.now() % 2 ** 31
  const wanted = Object.entries(targets).filter(([name]) => words.includes(name))
  for (const [name, property] of wanted.length > 0 ? wanted : Object.entries(targets)) {
    let count = 0
    const counted = property(() => count++)
    const startedAt = performance.now()
    fc.assert(counted, {
      seed,
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: minutes * 60_000,
      markInterruptAsFailure: false,
    })
    console.log(
      `${name}: ${count.toLocaleString('en')} inputs in ${Math.round((performance.now() - startedAt) / 1000)} s, seed ${seed}, nothing found`,
    )
  }
}

main(process.argv.slice(2))
