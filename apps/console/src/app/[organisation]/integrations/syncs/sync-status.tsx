import { Check, CirclePause, CircleX, Clock, RefreshCw, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge, type Tone } from '../../../../components/badge.tsx'
import type { SyncState } from './operations.generated.ts'
import { stateNames } from './states.ts'

const looks: Record<SyncState, { tone: Tone; icon: ReactNode }> = {
  SYNCED: { tone: 'success', icon: <Check size={12} aria-hidden /> },
  PENDING: { tone: 'info', icon: <Clock size={12} aria-hidden /> },
  RUNNING: { tone: 'info', icon: <RefreshCw size={12} aria-hidden className="animate-spin" /> },
  RETRYING: { tone: 'warning', icon: <RotateCcw size={12} aria-hidden /> },
  NEEDS_ATTENTION: { tone: 'danger', icon: <CircleX size={12} aria-hidden /> },
  PAUSED: { tone: 'neutral', icon: <CirclePause size={12} aria-hidden /> },
}

/** How a sync stands, in a word. */
export const SyncStatus = ({ state }: { state: SyncState }) => (
  <Badge tone={looks[state].tone} icon={looks[state].icon}>
    {stateNames[state]}
  </Badge>
)
