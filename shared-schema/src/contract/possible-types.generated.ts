
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "AuditProofResult": [
      "AuditProofFile",
      "AuditProofNotReady"
    ],
    "ChangeAccountResult": [
      "Account",
      "LastAdministrator",
      "NotHeld"
    ],
    "ChangeRoleResult": [
      "LastAdministrator",
      "NotHeld",
      "Role"
    ],
    "DeleteRoleResult": [
      "DeletedRole",
      "RoleInUse"
    ],
    "InviteAccountResult": [
      "Account",
      "EmailInUse",
      "NotHeld"
    ],
    "RequestImagesResult": [
      "ImageQuotaExceeded",
      "ImageRequest"
    ]
  }
};
      export default result;
    