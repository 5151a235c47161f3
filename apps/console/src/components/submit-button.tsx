/** Stays focusable while it works, and says what it is doing. */
export const SubmitButton = ({ busy, label, busyLabel }: { busy: boolean; label: string; busyLabel: string }) => (
  <button type="submit" aria-disabled={busy}>
    {busy ? busyLabel : label}
  </button>
)
