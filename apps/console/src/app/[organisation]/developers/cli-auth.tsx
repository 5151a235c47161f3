import { Section } from '../../../components/page-header.tsx'
import { Example } from './account.tsx'
import { FactTable, Word } from './fact-table.tsx'

const modes = [
  [
    'aws-iam',
    'The credentials that AWS tools would take: environment, profile, SSO, web identity, ECS, EC2. One request is signed; the secret key goes nowhere.',
  ],
  ['azure', 'A token of Entra: by federated token, client secret, managed identity or az login, tried in this order.'],
  ['github', 'The token that GitHub Actions gives a job which may write id-token.'],
  ['gitlab', 'The ID token of a GitLab job, from BONAFIDE_ID_TOKEN or the variable that --oidc-token-env names.'],
  ['gcp', 'The identity token that the metadata server of Google Cloud gives a machine.'],
  ['kubernetes', 'The projected service account token of a pod.'],
  ['spiffe', 'The JWT-SVID that a SPIFFE agent gives a workload.'],
  ['oidc', 'A token of any other issuer, from a file or a variable.'],
  ['token', 'A token that was made in this console. Piped in with --token -, or asked for.'],
]

const flags = [
  ['--mode', 'token (default), aws-iam, azure, github, gitlab, gcp, kubernetes, spiffe or oidc'],
  ['--service-account-id', 'The service account to become; every mode but token needs it.'],
  [
    '--ttl',
    'Lifetime of the token, 3600 or 1h30m; the default of the identity without it. Above the maximum it is refused, not shortened.',
  ],
  ['--no-store', 'Print the token document on stdout, keep nothing.'],
  ['--azure-resource', 'Audience of the Azure token, https://management.azure.com/ unless given; it must be the resource of the identity.'],
  ['--azure-source', 'workload-identity, service-principal, managed-identity or az; tried in this order without it.'],
  ['--oidc-audience', 'Audience that the platform is asked for, the address of the server unless given; it must be one of the identity.'],
  ['--oidc-token-file', 'The file that holds the token, or - for stdin; for oidc, kubernetes and spiffe.'],
  ['--oidc-token-env', 'The variable that holds the token; for oidc and gitlab.'],
  ['--github-env', 'In a step of GitHub Actions: mask the token, then write BONAFIDE_TOKEN and BONAFIDE_HOST to $GITHUB_ENV.'],
  ['--output env', 'Print export BONAFIDE_TOKEN=… for eval.'],
]

const commands = [
  ['bonafide auth status', 'Who am I, where does the token come from, when does it end.'],
  ['bonafide auth token', 'Print the token in use.'],
  ['bonafide auth explain', 'Why was it refused: by the request id that the refusal printed, for administrators.'],
  ['bonafide logout', 'Forget the token; it stays valid until it ends or is revoked.'],
  ['bonafide doctor', 'Host, clock, configuration, keyring, credentials and trust: one line each.'],
]

const exits = [
  ['0', 'It worked.'],
  ['2', 'The command was called wrongly.'],
  ['4', 'Not signed in, the token has ended, or no credentials were found to prove with.'],
  ['5', 'Refused: untrusted identity, or no permission.'],
  ['7', 'Network, timeout, or the server or a platform behind it is down.'],
  ['8', 'Too many requests.'],
]

const github = `- run: bonafide auth --mode github --service-account-id SERVICE_ACCOUNT_ID --ttl 15m --github-env
- run: bonafide run --app shop --env staging -- npm run deploy`

const shell = `eval "$(bonafide auth --mode aws-iam --service-account-id SERVICE_ACCOUNT_ID --ttl 15m --output env)"
bonafide secrets export --app shop --env staging --format json > config.json`

/** How the command signs in, to be looked up; other pages link here. */
export const CliAuthReference = () => (
  <div id="cli-auth" className="scroll-mt-20">
    <Section title="CLI auth reference">
      <div className="flex flex-col gap-4">
        <h3 className="text-base">Modes</h3>
        <FactTable caption="Modes of bonafide auth" heads={['Mode', 'What it proves with']} rows={modes} />
        <h3 className="text-base">Flags of bonafide auth</h3>
        <FactTable caption="Flags of bonafide auth" heads={['Flag', 'Meaning']} rows={flags} />
        <h3 className="text-base">Commands around it</h3>
        <FactTable caption="Commands around signing in" heads={['Command', 'What it does']} rows={commands} />
        <h3 className="text-base">Exit codes</h3>
        <FactTable caption="Exit codes" heads={['Code', 'Meaning']} rows={exits} />
        <p>
          The token is kept in the keyring of the system; where there is none, as in most containers, in a file of mode 600. It is sent to
          the server it came from and to no other. <Word>BONAFIDE_TOKEN</Word> goes before what is stored.
        </p>
        <h3 className="text-base">In CI</h3>
        <p>GitHub Actions, in a job with the permission id-token: write:</p>
        <Example label="Steps of GitHub Actions" code={github} />
        <p>Any shell:</p>
        <Example label="Commands of a CI job" code={shell} />
      </div>
    </Section>
  </div>
)
