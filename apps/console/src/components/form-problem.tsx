/** What went wrong, read out when it appears. */
export const FormProblem = ({ text }: { text: string | undefined }) => <div role="alert">{text && <p className="problem">{text}</p>}</div>
