
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
    "RequestImagesResult": [
      "ImageQuotaExceeded",
      "ImageRequest"
    ]
  }
};
      export default result;
    