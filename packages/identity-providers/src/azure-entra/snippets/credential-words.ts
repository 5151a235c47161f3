/** The one audience that Entra takes in a federated credential, and asks of the tokens. */
export const exchangeAudience = 'api://AzureADTokenExchange'

export const credentialAbout =
  'Has Microsoft Entra accept the tokens of this issuer and subject, so that the workload needs no secret there either.'

/** What to know, whichever tool one takes; the way through the admin centre among it. */
export const credentialNotes = [
  'In the Microsoft Entra admin center: App registrations, the application, Certificates & secrets, Federated credentials, Add credential, Other issuer.',
  `The token for Entra must be for ${exchangeAudience}, so it is another one than the token for this server.`,
  'Issuer and subject are compared to the letter, case and a slash at the end included; a wrong one is noticed only when somebody logs in.',
  'A new or changed credential takes some minutes to work; an application has room for 20.',
  'Tokens whose issuer is Microsoft Entra itself are not accepted here.',
] as const
