import { Button } from './button.tsx'

/** Stays focusable while it works, and says what it is doing. */
export const SubmitButton = ({ busy, label, busyLabel }: { busy: boolean; label: string; busyLabel: string }) => (
  <Button type="submit" variant="primary" busy={busy} busyLabel={busyLabel}>
    {label}
  </Button>
)
