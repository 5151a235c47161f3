import { CircleCheck, CirclePause } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'
import { ReportOnlyBadge } from './report-only/report-only-badge.tsx'

interface IdentityStatusProps {
  enabled: boolean
  reportOnlySince: string | null
}

export const IdentityStatus = ({ enabled, reportOnlySince }: IdentityStatusProps) => (
  <span className="inline-flex flex-wrap gap-1">
    {enabled ? (
      <Badge tone="success" icon={<CircleCheck size={12} aria-hidden />}>
        Enabled
      </Badge>
    ) : (
      <Badge icon={<CirclePause size={12} aria-hidden />}>Disabled</Badge>
    )}
    {reportOnlySince !== null && <ReportOnlyBadge />}
  </span>
)
