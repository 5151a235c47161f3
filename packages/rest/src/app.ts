import type { SignedInContext } from '@bonafide/core'
import type { Hono } from 'hono'
import { type AuditOptions, auditRoutes } from './audit/routes.ts'
import { bodyLimits, readBody } from './body.ts'
import { createDoor } from './door.ts'
import type { Env, HonoContext } from './env.ts'
import { exchangeRoutes } from './exchange/routes.ts'
import { createFrame, type FrameOptions } from './frame.ts'
import { labRoutes } from './lab/routes.ts'
import { type StreamOptions, streamRoutes } from './live/stream.ts'
import { oauthRoutes } from './oauth/routes.ts'
import { openApiRoutes } from './openapi/routes.ts'
import { publicV1Routes } from './public-v1/routes.ts'
import { secretsRoutes } from './secrets/routes.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { type CronOptions, cronRoutes } from './system/cron.ts'
import { discoveryRoutes } from './system/discovery.ts'
import { type HealthOptions, healthRoutes } from './system/health.ts'
import { measureExchanges } from './system/measure-exchanges.ts'
import { type Metrics, metricsRoutes } from './system/metrics.ts'
import { ownIssuerRoutes } from './system/own-issuer.ts'
import { tokensRoutes } from './tokens/routes.ts'

export interface RestOptions extends FrameOptions, HealthOptions, StreamOptions, AuditOptions, CronOptions {
  /** The door of GraphQL: it gets a request whose body has been bounded, and a context of somebody signed in. */
  graphql(request: Request, context: SignedInContext): Promise<Response>
  metrics: Metrics
  /** Without one, metrics are shown to this machine alone. */
  metricsToken?: string
}

/** Everything that machines and the console's own scripts call: one web-standard application. */
export function createRestApp(options: RestOptions): Hono<Env> {
  const door = createDoor(options)
  const app = createFrame(options)
  app.use(measureExchanges(options.metrics, options.services.providers))

  app.route('/', exchangeRoutes(door)) // proof → token
  app.route('/', oauthRoutes(door)) // the same for clients that speak OAuth
  app.route('/', tokensRoutes(door)) // whose token is this, and what does it open
  app.route('/', secretsRoutes(door)) // secrets as ciphertext
  app.route('/', publicV1Routes(door)) // secrets in plain text, apps, environments …
  app.route('/', signInRoutes(door)) // people: set-up, sign-in, sign-out, invites
  app.route('/', labRoutes(door)) // the machines of the Lab
  app.route('/', auditRoutes(door, options)) // the audit log as a file
  app.route('/', streamRoutes(door, options)) // exchanges as they happen
  app.all('/api/graphql', async (request) => {
    // Nobody's body is read before it is known whose it is.
    const context = await door.authenticated(request)
    return options.graphql(await boundedRequest(request), context)
  })
  app.route('/', discoveryRoutes(options.services, options.version))
  app.route('/', ownIssuerRoutes(options.services)) // this server as an issuer of tokens
  app.route('/', openApiRoutes(options.services, options.version))
  app.route('/', cronRoutes(options)) // jobs, where no process stays to do them
  app.route('/', healthRoutes(options))
  app.route('/', metricsRoutes(options.metrics, options.metricsToken))
  return app
}

async function boundedRequest(request: HonoContext): Promise<Request> {
  const { url, method, headers } = request.req.raw
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  return new Request(url, { method, headers, body: Uint8Array.from(await readBody(request, bodyLimits.graphql)) })
}
