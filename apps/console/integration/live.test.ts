import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute } from './refusals.ts'
import { createWorld, type Node, post, type World } from './world.ts'

let world: World
let other: Node

beforeAll(async () => {
  world = await createWorld()
  other = await world.start()
})
afterAll(() => world.close())

/** Opens the stream on a node; answers a function that waits for the next exchange. */
async function watch(node: Node, headers: Record<string, string> = {}) {
  const stopping = new AbortController()
  const response = await fetch(`${node.url}/api/v1/exchanges/stream`, {
    headers: { authorization: `Bearer Session ${world.owner.sessionToken}`, ...headers },
    signal: stopping.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<{ id: string; outcome: string }> => {
    for (;;) {
      const event = /^id: .*\nevent: exchange\ndata: (.*)\n\n/m.exec(text)
      if (event?.[1]) {
        text = text.slice(event.index + event[0].length)
        return JSON.parse(event[1])
      }
      const part = await reader?.read()
      if (!part || part.done) throw new Error('the stream ended')
      text += part.value
    }
  }
  await reader?.read()
  return { status: response.status, next, stop: () => stopping.abort() }
}

describe('the live stream', () => {
  it('tells an exchange on one node to whoever watches on another, within two seconds', async () => {
    const account = await world.account()
    await world.awsIdentity(account.id)
    const stream = await watch(other)
    // The listening connection is open once this node has seen its own first notice.
    const startedAt = Date.now()
    await post(`${world.node.url}${awsRoute}`, world.awsBody(world.role(), account.id))
    const first = await stream.next()
    expect(first.outcome).toBe('accepted')
    expect(Date.now() - startedAt).toBeLessThan(2000)
    await post(`${world.node.url}${awsRoute}`, world.awsBody(world.role('stranger'), account.id))
    expect((await stream.next()).outcome).toBe('refused')
    stream.stop()
  })

  it('resumes after the last event that was seen', async () => {
    const account = await world.account()
    await world.awsIdentity(account.id)
    const { rows } = await world.database.pool.query('select id from exchanges order by id desc limit 1')
    await post(`${world.node.url}${awsRoute}`, world.awsBody(world.role('late'), account.id))
    const stream = await watch(other, { 'last-event-id': rows[0].id })
    expect((await stream.next()).outcome).toBe('refused')
    stream.stop()
  })

  it('is closed to callers without permission', async () => {
    expect((await fetch(`${other.url}/api/v1/exchanges/stream`)).status).toBe(401)
  })
})
