import type { QueueFigures } from '@bonafide/core'
import { Gauge, type Registry } from 'prom-client'

/** Gauges of what runs by itself. Every node tells the same, since all of it is counted in the database. */
export function createQueueGauges(registers: Registry[]): (figures: QueueFigures) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const due = gauge('syncs_due', 'Syncs whose time to run has come.')
  const lag = gauge('sync_lag_seconds', 'How long the sync that waits longest has waited.')
  const failing = gauge('syncs_failing', 'Syncs whose last run failed or stopped.')
  const waiting = gauge('webhook_deliveries_waiting', 'Webhook deliveries that wait for an attempt.')
  const runs = new Gauge({
    name: 'sync_runs_of_last_hour',
    help: 'Runs of syncs that ended within an hour, by outcome.',
    labelNames: ['outcome'],
    registers,
  })
  return ({ syncsDue, syncLagSeconds, syncsFailing, deliveriesWaiting, runsOfLastHour }) => {
    due.set(syncsDue)
    lag.set(syncLagSeconds)
    failing.set(syncsFailing)
    waiting.set(deliveriesWaiting)
    runs.reset()
    for (const [outcome, count] of Object.entries(runsOfLastHour)) runs.set({ outcome }, count)
  }
}
