import { Arg, Ctx, Field, ID, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { Viewer } from './account.entity.ts';
import type { AccountService } from './account.service.ts';
import type { PersonalService } from './personal.service.ts';
import { UpdateProfileInput } from './profile.inputs.ts';

enum PersonalField {
  EMAIL = 'EMAIL',
  PHONE = 'PHONE',
}
registerEnumType(PersonalField, {
  name: 'PersonalField',
  description: 'A contact detail that may be masked.',
  valuesConfig: {
    EMAIL: { description: 'The address that the person signs in with.' },
    PHONE: { description: 'With the country’s prefix.' },
  },
});

const propertyOf = { [PersonalField.EMAIL]: 'email', [PersonalField.PHONE]: 'phone' } as const;

@ObjectType({ description: 'A contact detail in full. Looking at it is recorded.' })
export class RevealedValue {
  @Field(() => String, { nullable: true, description: 'Null: the person has none.' })
  value!: string | null;
}

@Resolver()
export class PersonalResolver {
  constructor(
    private readonly personal: PersonalService,
    private readonly accounts: AccountService,
  ) {}

  @Mutation(() => Viewer, { description: 'Own name, language and time zone.' })
  async updateProfile(
    @Ctx() { actor }: Context,
    @Arg('input', () => UpdateProfileInput) input: UpdateProfileInput,
  ): Promise<Viewer> {
    await this.personal.updateProfile(actor, input);
    const viewer = await this.accounts.viewer(actor);
    if (!viewer) throw new AppError('NOT_FOUND', 'No such person');
    return viewer;
  }

  @Mutation(() => RevealedValue, {
    description: 'Staff: a masked contact detail in full. Who asked and why is kept, and nothing is shown without.',
  })
  async revealPersonal(
    @Ctx() { actor }: Context,
    @Arg('accountId', () => ID, { description: 'Whose account.' }) accountId: string,
    @Arg('field', () => PersonalField, { description: 'Which detail.' }) field: PersonalField,
    @Arg('reason', () => String, { description: 'Why; kept sealed beside the audit event.' }) reason: string,
  ): Promise<RevealedValue> {
    return { value: await this.personal.reveal(actor, accountId, propertyOf[field], reason) };
  }
}
