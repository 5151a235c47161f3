import { Plus } from 'lucide-react'
import { type TrustedConfig, trustedEntries, type Way } from './trusted-config.ts'

/** Whom the identity trusts afterwards: what stays, and what is new, marked by sign and word. */
export function ListChange({ before, way }: { before: TrustedConfig | null; way: Way }) {
  const kept = before ? trustedEntries(before) : []
  const added = trustedEntries(way.after).filter((entry) => !kept.includes(entry))
  return (
    <ul aria-label="Trusted after the change" className="max-h-56 overflow-y-auto rounded-md border border-line font-mono text-[13px]">
      {kept.map((entry) => (
        <li key={entry} className="flex gap-2 px-3 py-1.5 text-muted">
          <span aria-hidden className="w-3.5 shrink-0" />
          <bdi className="break-all">{entry}</bdi>
        </li>
      ))}
      {added.map((entry) => (
        <li key={entry} className="flex gap-2 bg-success-soft px-3 py-1.5 text-success">
          <Plus size={14} aria-hidden className="mt-0.5 shrink-0" />
          <span className="sr-only">New: </span>
          <bdi className="break-all">{entry}</bdi>
        </li>
      ))}
    </ul>
  )
}
