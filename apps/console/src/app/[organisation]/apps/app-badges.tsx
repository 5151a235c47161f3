import { FlaskConical, Lock, Server } from 'lucide-react'
import { Badge } from '../../../components/badge.tsx'

/** Who can decrypt the app, and whether it belongs to the Lab. */
export const AppBadges = ({ app }: { app: { serverEncryption: boolean; simulated: boolean } }) => (
  <span className="flex flex-wrap gap-1">
    {app.serverEncryption ? (
      <Badge icon={<Server size={12} aria-hidden />}>Server-side encryption</Badge>
    ) : (
      <Badge tone="accent" icon={<Lock size={12} aria-hidden />}>
        End-to-end
      </Badge>
    )}
    {app.simulated && (
      <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
        Simulated
      </Badge>
    )}
  </span>
)
