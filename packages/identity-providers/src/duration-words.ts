const units = [
  { seconds: 86_400, name: 'day' },
  { seconds: 3600, name: 'hour' },
  { seconds: 60, name: 'minute' },
] as const

/** A number of seconds in the largest unit that fits: 3600 → "1 hour", 90 → "90 seconds". */
export function duration(seconds: number): string {
  const unit = units.find((one) => seconds % one.seconds === 0 && seconds >= one.seconds)
  const [count, name] = unit ? [seconds / unit.seconds, unit.name] : [seconds, 'second']
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
