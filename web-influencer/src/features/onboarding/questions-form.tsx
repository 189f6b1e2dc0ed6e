import {
  checkAnswer,
  visibleQuestions,
  type Answers,
  type Question,
  type QuestionContext,
  type QuestionSection,
} from '@influencegen/shared-schema/contract/onboarding-questions';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldView, QueueView } from './answer-queue.ts';
import type { ApplicationViewFragment, SectionViewFragment } from './application.generated';
import { useProblemText } from './dynamic-text.ts';
import { QuestionField, useQuestionTexts } from './question-field.tsx';
import classes from './questions-form.module.css';
import { useAnswers } from './use-answers.ts';

interface QuestionsFormProps {
  application: ApplicationViewFragment;
  section: SectionViewFragment;
  readOnly: boolean;
  /** Grows with each try to hand in: from then on everything that is wrong is said. */
  tries: number;
  /** To be asked before handing in: saves what is left. */
  onReady: (saveAll: () => Promise<boolean>) => void;
  /** All that was typed has arrived. */
  onSaved: () => void;
}

const today = (): string => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

/** The questions of a section, each saved by itself. */
export function QuestionsForm({ application, section, readOnly, tries, onReady, onSaved }: QuestionsFormProps) {
  const { queue, view } = useAnswers(section);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLDivElement>(null);
  const problemText = useProblemText();
  useEffect(() => onReady(() => queue.send()), [onReady, queue]);
  useEffect(() => {
    if (view.state === 'saved') onSaved();
  }, [view.state, onSaved]);
  useEffect(() => {
    if (tries > 0)
      form.current
        ?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong="true"] input, [data-wrong="true"] select')
        ?.focus();
  }, [tries]);

  const answers = answersOf(application, view);
  const rules: Omit<QuestionContext, 'answers'> = {
    today: today(),
    minimumAge: application.minimumAge,
    payerCountry: application.payerCountry,
  };
  const onServer = new Map(section.problems.map(({ field, code }) => [field, code]));

  const problemOf = (question: Question, field: FieldView | undefined): string | null => {
    const { field: name } = question;
    if (field?.state === 'refused') return 'MALFORMED';
    if (field?.state === 'outdated') return 'outdated';
    const values = (field?.values ?? []).filter((value) => value.trim() !== '');
    if (values.length === 0)
      return tries > 0 && (question.required(answers, rules) || onServer.get(name) === 'REQUIRED') ? 'REQUIRED' : null;
    if (tries === 0 && !left.has(name)) return null;
    const checked = checkAnswer(question, values, { ...rules, answers });
    if ('problem' in checked) return checked.problem;
    // What only the server can know, such as the day where it stands.
    const unseen = field?.state === 'changed' || field?.state === 'conflict';
    return unseen ? null : (onServer.get(name) ?? null);
  };

  return (
    <div ref={form} className={classes.questions}>
      {visibleQuestions(section.kind as QuestionSection, answers, rules).map((question) => {
        const { field: name } = question;
        const field = view.fields[name];
        const problem = problemOf(question, field);
        return (
          <div key={name} className={classes.question} id={`question-${name}`} data-wrong={problem !== null}>
            <QuestionField
              question={question}
              answers={answers}
              values={field?.values ?? []}
              error={problem === null ? null : problemText(problem)}
              required={question.required(answers, rules)}
              readOnly={readOnly}
              onChange={(values) => queue.change(name, values)}
              onLeave={() => {
                if (field?.values.length) setLeft((known) => new Set(known).add(name));
                void queue.send();
              }}
            />
            {field?.state === 'saved' && problem === null && <Saved />}
            {field?.theirs && (
              <Conflict
                question={question}
                answers={answers}
                mine={field.values}
                theirs={field.theirs}
                onChoose={(whose) => queue.choose(name, whose)}
              />
            )}
          </div>
        );
      })}
      <SaveState state={view.state} />
    </div>
  );
}

/** Of all sections: what is asked in one may depend on another. What is typed here counts at once. */
const answersOf = (application: ApplicationViewFragment, view: QueueView): Answers => ({
  ...Object.fromEntries(
    application.sections.flatMap(({ answers }) => answers.map(({ field, values }) => [field, values])),
  ),
  ...Object.fromEntries(Object.entries(view.fields).map(([field, { values }]) => [field, values])),
});

function Saved() {
  const { t } = useTranslation();
  return (
    <p className={classes.saved}>
      <IconCheck size={14} aria-hidden /> {t('onboarding.saved')}
    </p>
  );
}

/** For the section as a whole; also read aloud. */
function SaveState({ state }: { state: QueueView['state'] }) {
  const { t } = useTranslation();
  return (
    <p role="status" className={classes.state} data-state={state}>
      {state !== 'calm' && t(`onboarding.saveState.${state}`)}
    </p>
  );
}

interface ConflictProps {
  question: Question;
  answers: Answers;
  mine: readonly string[];
  theirs: readonly string[];
  onChoose: (whose: 'mine' | 'theirs') => void;
}

function Conflict({ question, answers, mine, theirs, onChoose }: ConflictProps) {
  const { t } = useTranslation();
  const { offered } = useQuestionTexts(question, answers);
  const shown = (values: readonly string[]): string => {
    if (values.length === 0) return t('onboarding.conflict.nothing');
    return values
      .map((value) => {
        const [key = '', number] = value.split(':');
        const label = offered.find((option) => option.value === (number === undefined ? value : key))?.label;
        return label === undefined ? value : [label, number].filter(Boolean).join(': ');
      })
      .join(', ');
  };
  return (
    <div role="alert" className={classes.conflict}>
      <p>{t('onboarding.conflict.text')}</p>
      <dl>
        <dt>{t('onboarding.conflict.here')}</dt>
        <dd>{shown(mine)}</dd>
        <dt>{t('onboarding.conflict.there')}</dt>
        <dd>{shown(theirs)}</dd>
      </dl>
      <div className={classes.choices}>
        <Button onClick={() => onChoose('mine')}>{t('onboarding.conflict.takeMine')}</Button>
        <Button onClick={() => onChoose('theirs')}>{t('onboarding.conflict.takeTheirs')}</Button>
      </div>
    </div>
  );
}
