import { notFound, type QueueFigures } from '@bonafide/core'
import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Env, HonoContext } from '../env.ts'
import { requireBearer } from './bearer.ts'
import { createQueueGauges } from './queue-gauges.ts'

export interface Metrics {
  registry: Registry
  exchange(outcome: 'accepted' | 'refused', code: string, provider: string, seconds: number): void
  /** An issuer was asked for its keys. */
  issuerAsked(provider: string, answered: boolean, seconds: number): void
  /** How many issuers there are in each state, in the whole product. */
  issuers(counts: Record<string, number>): void
  /** How far syncs and webhooks are behind, in the whole product. */
  queue(figures: QueueFigures): void
}

/** Connections of a database pool, as `pg` counts them. */
export interface PoolCounts {
  totalCount: number
  idleCount: number
  waitingCount: number
}

/** Labels hold only words of ours: an attacker's values never become one. */
export function createMetrics(pool?: PoolCounts): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'bonafide_' })
  const registers = [registry]
  const total = new Counter({
    name: 'exchanges_total',
    help: 'Exchanges by outcome.',
    labelNames: ['outcome', 'code', 'provider'],
    registers,
  })
  const duration = new Histogram({
    name: 'exchange_duration_seconds',
    help: 'Duration of exchanges.',
    labelNames: ['outcome', 'provider'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const asked = new Histogram({
    name: 'issuer_ask_duration_seconds',
    help: 'How long issuers took to give their keys, by provider and outcome.',
    labelNames: ['provider', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const issuers = new Gauge({ name: 'issuers', help: 'Issuers of enabled identities by state.', labelNames: ['state'], registers })
  const queue = createQueueGauges(registers)
  if (pool) addPoolGauges(pool, registers)
  return {
    registry,
    exchange(outcome, code, provider, seconds) {
      total.inc({ outcome, code, provider })
      duration.observe({ outcome, provider }, seconds)
    },
    issuerAsked: (provider, answered, seconds) => asked.observe({ provider, outcome: answered ? 'answered' : 'failed' }, seconds),
    issuers(counts) {
      for (const [state, count] of Object.entries(counts)) issuers.set({ state }, count)
    },
    queue,
  }
}

function addPoolGauges(pool: PoolCounts, registers: Registry[]): void {
  const counts = [
    ['database_connections', 'Open database connections.', () => pool.totalCount],
    ['database_connections_idle', 'Open database connections without work.', () => pool.idleCount],
    ['database_waiting', 'Requests that wait for a database connection.', () => pool.waitingCount],
  ] as const
  for (const [name, help, read] of counts) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
}

/** `GET /metrics` in Prometheus' text format: with the token where one is set, else for this machine alone. */
export function metricsRoutes(metrics: Metrics, token: string | undefined): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/metrics', async (request) => {
    if (token !== undefined) requireBearer(request, token, 'metrics token')
    else if (!isLocal(request)) throw notFound('page')
    return request.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType })
  })
  return routes
}

const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** A proxy on this machine speaks for others: what it forwarded is not local. */
function isLocal(request: HonoContext): boolean {
  const peer = (request.env as Env['Bindings'] | undefined)?.peerAddress ?? ''
  if (forwardingHeaders.some((name) => request.req.header(name) !== undefined)) return false
  return peer === '::1' || /^(?:::ffff:)?127\./.test(peer)
}
