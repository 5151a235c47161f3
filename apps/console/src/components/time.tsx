'use client'

import { useClock } from './clock.tsx'
import { CopyButton } from './copy.tsx'
import { Tooltip } from './tooltip.tsx'

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** "2 minutes ago", "in 3 days". */
export function relativeTime(atMs: number, nowMs: number, locale: string): string {
  const seconds = Math.round((atMs - nowMs) / 1000)
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  if (unit === 'second') return Math.abs(seconds) < 10 ? 'just now' : seconds < 0 ? 'less than a minute ago' : 'in less than a minute'
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}

interface TimeProps {
  /** ISO 8601. */
  at: string
  /** `relative` unless told: the clock alone, date and time, or (`moment`) the clock with the day where that is not today. */
  show?: 'relative' | 'clock' | 'full' | 'moment'
}

/** A moment: relative at a glance; local, UTC and ISO on hover or focus. */
export function Time({ at, show = 'relative' }: TimeProps) {
  const { nowMs, timeZone, locale } = useClock()
  const date = new Date(at)
  const inZone = (zone: string | undefined, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: zone ?? 'UTC' }).format(date)
  const full = (zone: string | undefined) => inZone(zone, { dateStyle: 'medium', timeStyle: 'medium' })
  const clock = () => inZone(timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const day = (of: Date) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: timeZone ?? 'UTC' }).format(of)
  const text = {
    relative: () => relativeTime(date.getTime(), nowMs, locale),
    clock,
    full: () => full(timeZone),
    moment: () => (day(date) === day(new Date(nowMs)) ? clock() : `${day(date)}, ${clock()}`),
  }[show]()
  const more = (
    <span className="flex flex-col gap-0.5">
      <span>
        {full(timeZone)} {timeZone ?? 'UTC'}
      </span>
      <span>{full('UTC')} UTC</span>
      <span className="flex items-center gap-1 font-mono">
        {date.toISOString()} <CopyButton text={date.toISOString()} what="time" />
      </span>
    </span>
  )
  return (
    <Tooltip text={more}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time shows on focus too (WCAG 1.4.13) */}
      <time dateTime={at} tabIndex={0} className="whitespace-nowrap">
        {text}
      </time>
    </Tooltip>
  )
}
