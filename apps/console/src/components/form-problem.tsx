/** What went wrong, read out when it appears. */
export const FormProblem = ({ text }: { text: string | undefined }) => (
  <div role="alert">{text && <p className="rounded-md border border-danger bg-danger-soft px-3 py-2 text-danger">{text}</p>}</div>
)
