import { CircleCheck, CirclePause } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'

export const IdentityStatus = ({ enabled }: { enabled: boolean }) =>
  enabled ? (
    <Badge tone="success" icon={<CircleCheck size={12} aria-hidden />}>
      Enabled
    </Badge>
  ) : (
    <Badge icon={<CirclePause size={12} aria-hidden />}>Disabled</Badge>
  )
