import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { useQueueName } from './queue-name';
import type { QueuesPageQuery } from './queues-page.generated';
import classes from './operations.module.css';

export function QueueTable({ queues }: { queues: QueuesPageQuery['jobQueues'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queueName = useQueueName();
  return (
    <section aria-labelledby="queues" className={classes.after}>
      <h2 id="queues">{t('queues.table')}</h2>
      {queues.length === 0 ? (
        <div className={classes.nothing}>
          <p>{t('queues.none')}</p>
          <p className={classes.hint}>{t('queues.noneText')}</p>
        </div>
      ) : (
        <table className={classes.queues} aria-labelledby="queues">
          <thead>
            <tr>
              <th scope="col">{t('queues.queue')}</th>
              <th scope="col">{t('queues.waiting')}</th>
              <th scope="col">{t('queues.active')}</th>
              <th scope="col">{t('queues.dead')}</th>
            </tr>
          </thead>
          <tbody>
            {queues.map(({ name, waiting, active, deadLetters }) => (
              <tr key={name}>
                <th scope="row">
                  {queueName(name)} {queueName(name) !== name && <code>{name}</code>}
                </th>
                <td data-zero={waiting === 0}>{format.number(waiting)}</td>
                <td data-zero={active === 0}>{format.number(active)}</td>
                <td data-zero={deadLetters === 0} data-alarm={deadLetters > 0}>
                  {format.number(deadLetters)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
