import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from './command.ts'
import { graphqlAnswers } from './graphql-answers.ts'
import { startWireServer, type WireServer } from './wire-server.ts'

/**
 * The shipped command, signed in at a server whose answers are given beforehand. What it asks by GraphQL is held to the schema. Once in a file of
 * tests.
 */
export function useCommand() {
  let command: CommandUnderTest
  let server: WireServer
  let token: string
  let graphql: ReturnType<typeof graphqlAnswers>

  beforeAll(async () => {
    command = await bundleCommand()
    server = await startWireServer()
    graphql = graphqlAnswers(server)
  })
  afterAll(async () => {
    await server.close()
    await command.remove()
  })
  beforeEach(() => {
    server.requests.length = 0
    server.apps.length = 0
    server.addApp('shop')
    token = server.issue()
  })
  afterEach(() => expect(graphql.faults()).toEqual([]))

  return {
    run: (words: string[], { env, ...options }: RunOptions = {}) =>
      command.run(words, { ...options, env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: token, ...env } }),
    get home() {
      return command.home
    },
    get graphql() {
      return graphql
    },
    get server() {
      return server
    },
  }
}
