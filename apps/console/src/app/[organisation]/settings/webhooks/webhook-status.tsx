import { CircleAlert, CircleCheck, CirclePause } from 'lucide-react'
import { Badge } from '../../../../components/badge.tsx'
import type { WebhookRowFragment } from './operations.generated.ts'

export function WebhookStatus({ disabledReason, failingSince }: WebhookRowFragment) {
  if (disabledReason === 'BY_HAND')
    return (
      <Badge icon={<CirclePause size={14} aria-hidden />} tone="neutral">
        Off
      </Badge>
    )
  if (disabledReason !== null)
    return (
      <Badge icon={<CircleAlert size={14} aria-hidden />} tone="danger">
        Switched off
      </Badge>
    )
  return failingSince === null ? (
    <Badge icon={<CircleCheck size={14} aria-hidden />} tone="success">
      On
    </Badge>
  ) : (
    <Badge icon={<CircleAlert size={14} aria-hidden />} tone="warning">
      Failing
    </Badge>
  )
}
