import { Cloud } from 'lucide-react'
import type { DestinationId } from './operations.generated.ts'

/** Where environments can be synced to; the address of the wizard calls each by its `slug`. */
export const destinations: Record<DestinationId, { name: string; slug: string }> = {
  AWS_SECRETS_MANAGER: { name: 'AWS Secrets Manager', slug: 'aws_secrets_manager' },
}

export const DestinationName = ({ id }: { id: DestinationId }) => (
  <span className="inline-flex items-center gap-1.5">
    <Cloud size={16} aria-hidden className="shrink-0 text-muted" />
    {destinations[id].name}
  </span>
)
