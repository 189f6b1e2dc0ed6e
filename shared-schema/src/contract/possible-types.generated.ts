
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "RequestImagesResult": [
      "ImageQuotaExceeded",
      "ImageRequest"
    ]
  }
};
      export default result;
    