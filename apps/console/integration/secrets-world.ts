import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSecretWorld } from '@bonafide/database/testing/secrets'
import { createIdentityProviders } from '@bonafide/identity-providers'
import { createMetrics, createRestApp } from '@bonafide/rest'
import { getRequestListener } from '@hono/node-server'

/** The doors of machines over real HTTP and a real database, with people and accounts whose keys the test holds. */
export async function createWireWorld() {
  const world = await createSecretWorld()
  const failures: object[] = []
  const app = createRestApp({
    services: { ...world.services, providers: createIdentityProviders() },
    secureCookies: false,
    version: '0.0.0',
    administration: world.services,
    graphql: async () => new Response(null, { status: 404 }),
    metrics: createMetrics(world.database.pool),
    isReady: async () => true,
    live: async () => (async function* () {})(),
    stopping: new AbortController().signal,
    log: { debug: () => {}, warn: () => {}, error: (fields) => void failures.push(fields) },
    addressOf: () => '192.0.2.1',
  })
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...world,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Whatever was answered with 500. */
    failures,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await world.close()
    },
  }
}
