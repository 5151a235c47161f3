import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'

interface Protected {
  kind: string
  isUnprotected: boolean | null
}

/** Whether only this server, acting for this organisation, can use the role: as far as the last check could tell. */
export function Protection({ credential: { kind, isUnprotected } }: { credential: Protected }) {
  if (kind === 'AWS_WEB_IDENTITY') {
    return (
      <Badge tone="success" icon={<ShieldCheck size={12} aria-hidden />}>
        nothing stored
      </Badge>
    )
  }
  if (isUnprotected === null) return <span className="text-muted">–</span>
  return isUnprotected ? (
    <Badge tone="warning" icon={<ShieldAlert size={12} aria-hidden />}>
      unprotected
    </Badge>
  ) : (
    <Badge tone="success" icon={<ShieldCheck size={12} aria-hidden />}>
      external id
    </Badge>
  )
}
