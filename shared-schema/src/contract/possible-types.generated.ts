
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "AcceptInvitationResult": [
      "LinkUsedUp",
      "PasswordRefused",
      "SignIn"
    ],
    "AcceptTermsResult": [
      "TermsAccepted",
      "TermsReplaced"
    ],
    "AddSocialProfileResult": [
      "ApplicationRejected",
      "SectionInReview",
      "SocialProfile",
      "SocialProfileInvalid"
    ],
    "ApplyAgainResult": [
      "ApplicationRejected",
      "OnboardingApplication",
      "TermsToAccept"
    ],
    "AskForDocumentResult": [
      "CaseNotHeld",
      "DocumentRequest"
    ],
    "AuditProofResult": [
      "AuditProofFile",
      "AuditProofNotReady"
    ],
    "ChangeAccountEmailResult": [
      "Account",
      "EmailInUse",
      "NotHeld"
    ],
    "ChangeAccountPhoneResult": [
      "Account",
      "NotHeld"
    ],
    "ChangeAccountResult": [
      "Account",
      "LastAdministrator",
      "NotHeld"
    ],
    "ChangePasswordResult": [
      "PasswordRefused",
      "PasswordReplaced",
      "WrongPassword"
    ],
    "ChangeRoleResult": [
      "LastAdministrator",
      "NotHeld",
      "Role"
    ],
    "ChangeSocialProfileResult": [
      "ApplicationRejected",
      "SectionInReview",
      "SocialProfile"
    ],
    "CheckDocumentResult": [
      "CaseNotHeld",
      "DocumentCheck"
    ],
    "ClaimCaseResult": [
      "CaseNotHeld",
      "ReviewCase"
    ],
    "ClaimNextCaseResult": [
      "QueueEmpty",
      "ReviewCase"
    ],
    "ConfirmEmailChangeResult": [
      "EmailChanged",
      "LinkUsedUp",
      "WrongPassword"
    ],
    "ConfirmMicroDepositsResult": [
      "AmountsDiffer",
      "PayoutSetup"
    ],
    "DecideCaseResult": [
      "CaseNotHeld",
      "CaseUndecided",
      "ProfilesNotProven",
      "ReviewCase"
    ],
    "DeleteRoleResult": [
      "DeletedRole",
      "RoleInUse"
    ],
    "ImpersonationResult": [
      "ImpersonationLink",
      "SupportAccessNotAllowed"
    ],
    "InviteAccountResult": [
      "Account",
      "EmailInUse",
      "NotHeld"
    ],
    "MoveCampaignResult": [
      "Campaign",
      "CampaignConflict",
      "CampaignDatePassed"
    ],
    "RedeemHandOffResult": [
      "LinkUsedUp",
      "SignIn"
    ],
    "RegisterResult": [
      "MailPromised",
      "PasswordRefused"
    ],
    "RemoveDocumentResult": [
      "Document",
      "DocumentRelied"
    ],
    "RemoveSocialProfileResult": [
      "ApplicationRejected",
      "SectionInReview",
      "SocialProfileRemoved"
    ],
    "RequestImagesResult": [
      "ImageQuotaExceeded",
      "ImageRequest",
      "TermsToAccept"
    ],
    "ResetPasswordResult": [
      "LinkUsedUp",
      "PasswordRefused",
      "PasswordReplaced"
    ],
    "SaveAnswersResult": [
      "AnswerConflict",
      "ApplicationRejected",
      "OnboardingSection",
      "SectionInReview"
    ],
    "SavePayoutAccountResult": [
      "ApplicationRejected",
      "PayoutSetup",
      "SectionInReview",
      "SectionIncomplete"
    ],
    "SaveReviewReasonResult": [
      "ReviewReason",
      "ReviewReasonConflict"
    ],
    "SaveVerdictResult": [
      "CaseNotHeld",
      "SectionVerdict",
      "VerdictConflict"
    ],
    "ShowInterestResult": [
      "Campaign",
      "CampaignClosed"
    ],
    "SignInResult": [
      "AccountDeactivated",
      "EmailNotVerified",
      "SignIn"
    ],
    "StartSocialSignInResult": [
      "ApplicationRejected",
      "SectionInReview",
      "SocialSignIn"
    ],
    "SubmitSectionResult": [
      "ApplicationRejected",
      "OnboardingApplication",
      "SectionIncomplete",
      "TermsToAccept"
    ],
    "UndoEmailChangeResult": [
      "EmailChanged",
      "LinkUsedUp"
    ],
    "UpdateCampaignResult": [
      "Campaign",
      "CampaignConflict"
    ],
    "VerifyEmailResult": [
      "LinkUsedUp",
      "SignIn",
      "WrongPassword"
    ],
    "VerifyPayoutAccountResult": [
      "ApplicationRejected",
      "PayoutSetup",
      "SectionInReview"
    ]
  }
};
      export default result;
    