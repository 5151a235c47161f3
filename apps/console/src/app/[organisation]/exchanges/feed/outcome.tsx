import { CircleCheck, CircleX } from 'lucide-react'

/** How an exchange ended, as icon and word. */
export const Outcome = ({ outcome }: { outcome: 'ACCEPTED' | 'REFUSED' }) =>
  outcome === 'ACCEPTED' ? (
    <span className="flex items-center gap-1.5 text-success">
      <CircleCheck size={16} aria-hidden /> Accepted
    </span>
  ) : (
    <span className="flex items-center gap-1.5 text-danger">
      <CircleX size={16} aria-hidden /> Refused
    </span>
  )
