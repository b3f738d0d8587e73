"""The same opening of a group in five languages, in words of our own: numbers, an hour, money."""

STORIES = {
    "es": """
Bienvenidos a todos al grupo de los martes. Antes de empezar, un par de cosas sobre la sala y
sobre la hora.
Nos vemos cada semana a las 6:30 en el segundo piso, junto a la biblioteca. Si llega tarde,
entre sin llamar; nadie se va a enfadar.
Cada persona habla cuando quiere, y quien prefiera escuchar puede quedarse en silencio. Lo que
se cuenta aquí no sale de aquí.
Si necesita ayuda esta noche, llame al 988, o escriba un mensaje al mismo número. La primera
taza de café cuesta $2 y la segunda es gratis.
En la mesa hay 25 folletos con letra grande y tres en braille. El doctor Rivera vendrá el mes
que viene para hablar del sueño y del descanso.
Ahora respiremos hondo, despacio, y dejemos que los hombros bajen un poco. Gracias por venir
hasta aquí con este frío y con tanta lluvia.
""",
    "fr": """
Bienvenue à toutes et à tous dans le groupe du mardi. Avant de commencer, deux ou trois choses
sur la salle et sur l'heure.
Nous nous retrouvons chaque semaine à 18:30 au deuxième étage, à côté de la bibliothèque. Si
vous arrivez en retard, entrez sans frapper; personne ne sera fâché.
Chacun parle quand il le veut, et qui préfère écouter peut rester en silence. Ce qui se dit ici
reste ici.
Si vous avez besoin d'aide ce soir, appelez le 3114, ou envoyez un message. La première tasse de
café coûte 2€ et la seconde est offerte.
Sur la table il y a 25 brochures en gros caractères et trois en braille. Le docteur Rivière
viendra le mois prochain pour parler du sommeil et du repos.
Maintenant respirons profondément, lentement, et laissons descendre les épaules. Merci d'être
venus jusqu'ici par ce froid et sous cette pluie.
""",
    "hi": """
मंगलवार के समूह में आप सबका स्वागत है। शुरू करने से पहले कमरे और समय के बारे में कुछ बातें।
हम हर हफ़्ते शाम 6:30 बजे दूसरी मंज़िल पर पुस्तकालय के पास मिलते हैं। अगर आप देर से आएँ, तो बिना
खटखटाए अंदर आ जाइए; कोई नाराज़ नहीं होगा।
हर व्यक्ति जब चाहे तब बोलता है, और जो सुनना चाहे वह चुप रह सकता है। यहाँ कही गई बात यहीं रहती
है।
अगर आज रात आपको मदद चाहिए, तो 988 पर फ़ोन कीजिए, या उसी नंबर पर संदेश भेजिए। पहला कप चाय 20
रुपये का है और दूसरा मुफ़्त है।
मेज़ पर बड़े अक्षरों वाली 25 पुस्तिकाएँ हैं और तीन ब्रेल में हैं। डॉक्टर शर्मा अगले महीने नींद
और आराम के बारे में बात करने आएँगे।
अब गहरी साँस लीजिए, धीरे धीरे, और कंधों को थोड़ा नीचे आने दीजिए। इस ठंड और बारिश में यहाँ तक आने
के लिए धन्यवाद।
""",
    "ar": """
أهلا بكم جميعا في مجموعة يوم الثلاثاء. قبل أن نبدأ، بعض الكلمات عن القاعة وعن الوقت.
نلتقي كل أسبوع في الساعة 6:30 في الطابق الثاني بجانب المكتبة. إذا وصلت متأخرا فادخل دون أن تطرق
الباب، ولن يغضب أحد.
كل شخص يتكلم عندما يريد، ومن يفضل الاستماع يمكنه أن يبقى صامتا. ما يقال هنا يبقى هنا.
إذا احتجت إلى مساعدة هذه الليلة فاتصل بالرقم 988، أو أرسل رسالة إلى الرقم نفسه. فنجان القهوة
الأول بثمن 2 دولار والثاني مجانا.
على الطاولة 25 كتيبا بحروف كبيرة وثلاثة بطريقة برايل. سيأتي الدكتور سامي في الشهر القادم ليتحدث
عن النوم وعن الراحة.
الآن خذوا نفسا عميقا ببطء ودعوا الكتفين ينزلان قليلا. شكرا لأنكم جئتم إلى هنا في هذا البرد وتحت
هذا المطر.
""",
    "vi": """
Chào mừng tất cả mọi người đến với nhóm ngày thứ ba. Trước khi bắt đầu, xin nói vài điều về căn
phòng và về giờ giấc.
Chúng ta gặp nhau mỗi tuần lúc 6:30 ở tầng hai, bên cạnh thư viện. Nếu bạn đến muộn, cứ vào mà
không cần gõ cửa; không ai giận cả.
Mỗi người nói khi mình muốn, và ai thích nghe thì có thể ngồi im. Những gì kể ở đây sẽ ở lại
đây.
Nếu tối nay bạn cần giúp đỡ, hãy gọi 988, hoặc gửi tin nhắn đến cùng số đó. Tách cà phê đầu tiên
giá 2 đô la và tách thứ hai miễn phí.
Trên bàn có 25 tờ rơi chữ to và ba tờ chữ nổi. Bác sĩ Minh sẽ đến vào tháng sau để nói về giấc
ngủ và nghỉ ngơi.
Bây giờ hãy hít thở sâu, thật chậm, và để đôi vai hạ xuống một chút. Cảm ơn các bạn đã đến đây
trong trời lạnh và mưa như thế này.
""",
}
