import { CircleCheck, CircleX, Megaphone } from 'lucide-react'

/** How an exchange ended, as icon and word. `reported`: accepted, and by report-only alone. */
export const Outcome = ({ outcome, reported = false }: { outcome: 'ACCEPTED' | 'REFUSED'; reported?: boolean }) => {
  if (outcome === 'REFUSED') {
    return (
      <span className="flex items-center gap-1.5 text-danger">
        <CircleX size={16} aria-hidden /> Refused
      </span>
    )
  }
  return reported ? (
    <span className="flex items-center gap-1.5 text-warning">
      <Megaphone size={16} aria-hidden /> Reported
    </span>
  ) : (
    <span className="flex items-center gap-1.5 text-success">
      <CircleCheck size={16} aria-hidden /> Accepted
    </span>
  )
}
