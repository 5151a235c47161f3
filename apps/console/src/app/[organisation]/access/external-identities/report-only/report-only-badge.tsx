import { Megaphone } from 'lucide-react'
import { Badge } from '../../../../../components/badge.tsx'

/** Its inner rules refuse nobody. */
export const ReportOnlyBadge = () => (
  <Badge tone="warning" icon={<Megaphone size={12} aria-hidden />}>
    Report-only
  </Badge>
)
