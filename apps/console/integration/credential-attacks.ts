import type { Context } from '@bonafide/core'
import { expect } from 'vitest'
import { type AwsWorld, accessKeysInput, createAwsWorld } from './aws-world.ts'
import { type Member, post } from './world.ts'

export type CredentialAttacks = Awaited<ReturnType<typeof createCredentialAttacks>>

/** A world for attacks on credentials, which remembers whatever it has answered and what it must not tell. */
export async function createCredentialAttacks() {
  const world = await createAwsWorld()
  const answered: string[] = []
  const canaries = new Set<string>()
  return {
    world,
    // More is tried here than anybody would; the limit has a test of its own.
    owner: generous(world.owner.context),
    canaries,
    /** A use case's outcome as the door of GraphQL would tell it. */
    async refusal(deed: Promise<unknown>): Promise<string> {
      try {
        answered.push(JSON.stringify(await deed))
        return 'done'
      } catch (error) {
        const { code = 'unexpected', message, fields = [] } = error as { code?: string; message: string; fields?: { pointer: string }[] }
        answered.push(message)
        return [code, ...fields.map(({ pointer }) => pointer)].join(' ')
      }
    },
    async ask(query: string, variables: object = {}, member: Member = world.owner) {
      const answer = await post(
        `${world.node.url}/api/graphql`,
        { query, variables },
        { authorization: `Bearer Session ${member.sessionToken}` },
      )
      answered.push(answer.text)
      return answer
    },
    /** Nothing is stored by a deed, and no more is asked of the cloud than these actions. */
    without: <Result>(deed: () => Promise<Result>, allowed: string[] = []) => without(world, deed, allowed),
    /** Access keys of a new user, whose secret must never be told. */
    keys(name: string) {
      const input = accessKeysInput(world, name)
      canaries.add(input.secret)
      return input
    },
    /** A secret that was entered appears in no answer, no line of the log and no row of the audit log, and in the database only sealed. */
    async expectNothingTold() {
      const { rows: audit } = await world.database.pool.query('select row_to_json(a)::text as text from audit_events a')
      const { rows: stored } = await world.database.pool.query('select row_to_json(c)::text as text from credentials c')
      const told = [...answered, ...world.logged, ...[...audit, ...stored].map(({ text }) => text)].join('\n')
      for (const canary of canaries) expect(told.includes(canary), 'a secret was told').toBe(false)
    },
  }
}

export const generous = <Of extends Context>(context: Of): Of => ({ ...context, limits: { take: async () => 0 } })

async function without<Result>(world: AwsWorld, deed: () => Promise<Result>, allowed: string[]): Promise<Result> {
  const credentials = await world.count('credentials')
  const audited = await world.count(`audit_events where action <> 'credential.test'`)
  const asked = world.cloud.requests.length
  const result = await deed()
  expect(world.cloud.requests.slice(asked).map(({ action }) => action)).toEqual(allowed)
  expect(await world.count('credentials')).toBe(credentials)
  expect(await world.count(`audit_events where action <> 'credential.test'`)).toBe(audited)
  return result
}

export const createMutation = `mutation($input: CreateCredentialInput!) {
  createCredential(input: $input) {
    credential { id name externalId externalIdIssued accessKeyIdLastFour secretFingerprint account principal }
    check { passed steps { name passed detail failure { code message missingAction } } }
    userErrors { field code message }
  }
}`
