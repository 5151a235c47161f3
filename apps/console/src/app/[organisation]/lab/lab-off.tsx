import { FlaskConical } from 'lucide-react'
import { CodeBlock } from '../../../components/copy.tsx'
import { EmptyState } from '../../../components/states.tsx'

/** The Lab can be missing on servers that are in use for real. */
export const LabOff = () => (
  <EmptyState icon={<FlaskConical size={28} />} title="The Lab is off on this server">
    <p>
      It is on by itself where the database is the embedded one. Elsewhere whoever runs the server switches it on with a variable of its
      environment and a restart.
    </p>
    <CodeBlock label="Variable of the environment" code="BONAFIDE_LAB=1" />
    <p>
      It simulates AWS, Azure, GitHub Actions, GitLab, Kubernetes and SPIFFE inside the server; nothing simulated can reach what is real.
    </p>
  </EmptyState>
)
