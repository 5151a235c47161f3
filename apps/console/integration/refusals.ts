import { expect } from 'vitest'
import { post, type World } from './world.ts'

export const awsRoute = '/service/public/identities/external/v1/aws/iam/auth/'
export const oidcRoute = '/service/public/identities/external/v1/oidc/auth/'
export const azureRoute = '/service/public/identities/external/v1/azure/entra/auth/'

export interface Expected {
  status: number
  code: string
  /** The most calls that may leave the server. */
  outbound: number
  /** The failed step that the administrator sees, and its code. */
  step?: [name: string, code: string]
}

/** Strings that must never come back: what we trust, what we are called inside, what a stack trace looks like. */
const canaries = ['role/app', 'node_modules', 'select ', 'at Object.', 'sts.amazonaws.com/', 'CANARY']

/**
 * Sends what must be refused and holds the refusal to the three promises: nothing minted, nothing leaked, nothing sent out beyond what the
 * line allows.
 */
export async function expectRefusal(
  world: World,
  body: unknown,
  expected: Expected,
  route = awsRoute,
  headers: Record<string, string> = {},
) {
  const tokens = await world.count('service_account_tokens')
  const accepted = await world.count(`exchanges where outcome = 'accepted'`)
  const sent = world.outbound.length

  const answer = await post(`${world.node.url}${route}`, body, headers)

  expect({ status: answer.status, code: answer.json?.code }).toEqual({ status: expected.status, code: expected.code })
  expect(answer.json.error).toBe(answer.json.detail)
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(answer.headers.get('cache-control')).toContain('no-store')
  expect(await world.count('service_account_tokens')).toBe(tokens)
  expect(await world.count(`exchanges where outcome = 'accepted'`)).toBe(accepted)
  for (const canary of canaries) expect(answer.text).not.toContain(canary)
  expect(world.outbound.length - sent).toBeLessThanOrEqual(expected.outbound)
  if (expected.step) expect(await failedStep(world, answer.json.requestId)).toEqual(expected.step)
  return answer
}

/** The step at which the exchange of a request failed, as its row tells. */
export async function failedStep(world: World, requestId: string): Promise<[string, string] | null> {
  const { rows } = await world.database.pool.query('select steps from exchanges where request_id = $1', [requestId])
  const step = rows[0]?.steps.find((one: { status: string }) => one.status === 'failed')
  return step ? [step.name, step.code] : null
}
