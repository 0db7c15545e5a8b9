/** How better-auth's tables and columns are called in our schema `auth`; `0002_accounts.sql` makes them. */
export const authSchema = 'auth'

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

export const authTables = {
  user: { modelName: 'accounts', fields: { ...times, emailVerified: 'email_verified' } },
  session: {
    modelName: 'sessions',
    fields: {
      ...times,
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      userId: 'account_id'
    }
  },
  account: {
    modelName: 'credentials',
    fields: {
      ...times,
      userId: 'account_id',
      providerId: 'provider_id',
      accountId: 'provider_account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at'
    }
  },
  verification: { modelName: 'verifications', fields: { ...times, expiresAt: 'expires_at' } },
  passkey: {
    modelName: 'passkeys',
    fields: {
      userId: 'account_id',
      credentialID: 'credential_id',
      publicKey: 'public_key',
      deviceType: 'device_type',
      backedUp: 'backed_up',
      createdAt: 'created_at'
    }
  }
} as const
